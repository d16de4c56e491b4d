"""Bookings straight from NetSuite: SuiteQL over REST. Nothing is changed there."""
