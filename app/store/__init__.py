"""What is remembered: runs and their results, snapshots, who did what, quota buckets."""
