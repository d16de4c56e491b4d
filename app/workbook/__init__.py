"""Cells to project and back: reading people's tabs, planning what is written, rendering it."""
