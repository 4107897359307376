"""A plan as people read it: timetable, page, work lists and screen."""
