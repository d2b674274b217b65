"""Owns what is done to a built-in template before it is compiled: it becomes one piece.

Included templates are put in where they are included, and words of the interface are put in as
text, in the language of the page: nothing of that is looked up again for every card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from jinja2 import BaseLoader, Environment, nodes
from jinja2.visitor import NodeTransformer

# Functions of the environment that say the same words for the same key, whatever is shown.
_WORDS = frozenset({"_"})
TOGETHER = "together"  # the filter that leaves a text as it is


class Flattening(NodeTransformer):
    """Changes the tree of a template, in place."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Return the nodes of the included template, in a scope of their own."""
        name = node.template
        if not isinstance(name, nodes.Const) or node.ignore_missing or not node.with_context:
            return node
        environment = self._environment
        loader = environment.loader or BaseLoader()
        source, file, _ = loader.get_source(environment, name.value)
        tree = environment.parse(source, name.value, file)
        inside = cast("Sequence[nodes.Node]", self.visit(tree).body)
        return nodes.Scope(list(inside), lineno=node.lineno)

    def visit_Block(self, node: nodes.Block) -> nodes.Block:  # noqa: N802 - Jinja's name
        """Return the block with its text put together before it is passed on, not piece by piece.

        A piece would go through the block, the template and the one it extends.
        """
        self.generic_visit(node)
        whole = nodes.Filter(None, TOGETHER, [], [], None, None, lineno=node.lineno)
        node.body = [nodes.FilterBlock(node.body, whole, lineno=node.lineno)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Return the words that a call with nothing but constants gives."""
        self.generic_visit(node)
        function: Any = node.node
        if not isinstance(function, nodes.Name) or function.name not in self._environment.globals:
            return node
        called: Any = self._environment.globals[function.name]
        constant = all(isinstance(one, nodes.Const) for one in node.args)
        if function.name in _WORDS and constant and not node.kwargs:
            said = called(*(cast("nodes.Const", one).value for one in node.args))
            return nodes.Const(said, lineno=node.lineno)
        # Straight to the function: a name would be looked up anew in every turn of a loop.
        node.node = nodes.EnvironmentAttribute(f"globals[{function.name!r}]")
        return node
