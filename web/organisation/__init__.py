"""The office itself: who is who, who stands in for whom, who may sign, what it was called, which days it works."""
