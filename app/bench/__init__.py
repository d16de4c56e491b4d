"""The performance table: what a refresh costs, measured on this machine, as ratios taken in one run."""
