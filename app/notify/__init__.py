"""Telling people what a night found: what is new, as a digest, and the channels that carry it.

`crossing`, `digest` and the renderings are pure; `channels` alone sends. Above `portfolio`, whose standings
it reads, and beneath `jobs`, which remembers what was told.
"""
