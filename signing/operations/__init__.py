"""What can be done: prepare, request, authorise, sign, augment, judge."""
