"""What is wrong and what would help: one small function a check, and the lights by written rule."""
