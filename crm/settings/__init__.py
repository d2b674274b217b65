"""What a base sets: crm.yaml, services.yaml and campaigns.yaml as one frozen record."""

from crm.settings.load import Loaded, load_settings
from crm.settings.prices import Campaign, Price, Service
from crm.settings.records import InteractionType, Member, RfmSegment, Segment, Stage
from crm.settings.settings import Settings, label

__all__ = [
    "Campaign",
    "InteractionType",
    "Loaded",
    "Member",
    "Price",
    "RfmSegment",
    "Segment",
    "Service",
    "Settings",
    "Stage",
    "label",
    "load_settings",
]
