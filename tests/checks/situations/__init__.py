"""Situations in the small project that the planted faults don't show: at a limit and just beyond it, one and
several, favourable, favourably silent, after an earlier run. What each check says of them is in
told_more.json."""
