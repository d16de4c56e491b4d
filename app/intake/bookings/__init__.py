"""Bookings from elsewhere: report exports, saved searches and plain lists, into the Actuals tab."""
