"""A workspace's projects side by side: from stored results to the tabs of its Portfolio. No I/O, no clock.

A room of its own, above `refresh` and beneath `jobs`: a refresh knows one project, this one knows many and
opens no workbook of theirs. What it shows is what each project's last refresh stored, and nothing else.
"""
