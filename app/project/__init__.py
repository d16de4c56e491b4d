"""The project's finances as plain arrays, and what pricing them needs."""
