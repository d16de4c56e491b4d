"""Mutation testing: small changes to the code that some test must notice.

What survives and is no gap, as the samples were looked at:

- `a is None or b is None` as `and`, `x or 0` as `x or 1`: the check's own `has` lets no case through in which
  either is None; the guard is there for the types.
- A NumPy type left out (`np.array(..., np.bool_)`, `np.int16`): the same is inferred, or a wider one.
- The default said or not said: `listed(names, 3)`.
- `zip(..., strict=True)` of parts that were made equally long.
- `gap >= 0` after `if not gap: continue`, `line > 0` for a bound that the line before has set, `> 0` as `> 1`
  of a day's ordinal, `-1` as `-2` where anything negative says that there is none.
- One minor unit more or less in what only keeps rounding out (`> 1` as `> 2`), or in a budget of one unit.
- A count of days in a rough spread that only orders names (`_planned` of a month off plan).
- A path kept for speed beside the one that gives the same (a calendar of months, `if not spending.any()`,
  passing over a column that has nothing to move, `forecast.line_table or LineTable.of(...)`).
- What stands where its weight is 0 (the rate of work that was not planned), or is overwritten afterwards.
- Two branches that give the same at the boundary (`progress > 1` as `>= 1` of a finished line).
"""
