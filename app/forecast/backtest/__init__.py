"""How well the forecasts would have done on finished projects, knowing at each moment only what was known."""
