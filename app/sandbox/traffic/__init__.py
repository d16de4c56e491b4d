"""What every request passes through: who asks, the quota, trouble on demand, and the log."""
