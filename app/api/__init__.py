"""The doors: routes, who may come in, and every refusal as a problem document."""
