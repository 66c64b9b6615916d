"""Resolve every reference of the records and decode every value: records in, a frozen `Dataset` out."""

from generator.link.dataset import link

__all__ = ["link"]
