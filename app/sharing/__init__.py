"""The client's copy: select from an allow-list, build, scan, publish, revoke; never a copy, stripped."""
