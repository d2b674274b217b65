"""Ways to look at a built site in a real browser, for the tests of the website."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait


class Reader:
    """Someone who reads a site from the disk, with or without scripts, on some screen."""

    def __init__(self, driver: Chrome, site: Path) -> None:
        self.driver = driver
        self.site = site
        driver.get("about:blank")  # the page of an earlier test may still miss its server
        self.complaints()

    def screen(self, width: int = 1280, *, dark: bool = False, scripts: bool = True) -> None:
        """Choose the screen. Without scripts, the files of the site are not let in."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", media="", features=[scheme])
        self._tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self._tell("Network.enable")
        self._tell("Network.setBlockedURLs", urls=[] if scripts else ["*.js"])

    def _tell(self, command: str, **options: object) -> None:
        self.driver.execute_cdp_cmd(command, options)

    def open(self, page: str) -> None:
        """Open a page; what follows `?` is kept."""
        name, mark, query = page.partition("?")
        self.driver.get((self.site / name).as_uri() + mark + query)

    def ask(self, script: str, *arguments: object) -> Any:
        """Return what a script gives."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def names(self) -> list[str]:
        """Return the names in the rows that are shown."""
        return self.ask(
            "[...document.querySelectorAll('#clients tbody .name a')].map(a => a.textContent)"
        )

    def status(self) -> str:
        """Return what the page tells of how much is shown."""
        return self.text("[role=status]").replace("\u202f", " ")

    def text(self, selector: str) -> str:
        """Return the text of an element, shown or not."""
        return self.ask("document.querySelector(arguments[0]).textContent", selector)

    def search(self, words: str) -> None:
        """Type into the search box, in place of what is there."""
        box = self.driver.find_element(By.ID, "q")
        box.clear()
        box.send_keys(words)

    def click(self, selector: str) -> None:
        """Click on an element."""
        self.ask("document.querySelector(arguments[0]).click()", selector)

    def press(self, keys: str) -> None:
        """Press keys where the focus is."""
        ActionChains(self.driver).send_keys(keys).perform()

    def arrive(self, ending: str) -> None:
        """Wait until the address ends like this, whatever its query."""
        wait = WebDriverWait(self.driver, 10)
        wait.until(lambda driver: driver.current_url.partition("?")[0].endswith(ending))

    def until(self, script: str) -> None:
        """Wait until a script gives something that is true."""
        WebDriverWait(self.driver, 10).until(lambda _: self.ask(script))

    def query(self) -> str:
        """Return the query of the address."""
        return self.ask("decodeURIComponent(location.search)")

    def complaints(self) -> list[str]:
        """Return what the browser has complained of since the last time."""
        entries = self.driver.get_log("browser")
        found = [entry["message"] for entry in entries if entry["level"] in {"SEVERE", "WARNING"}]
        return [text for text in found if "ERR_BLOCKED_BY_CLIENT" not in text]
