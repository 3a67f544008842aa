"""The joins between resources: looked up, never scanned for."""

from policycheck.index.joins import Index

__all__ = ["Index"]
