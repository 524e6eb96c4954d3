"""Drawings of a procedure: our own SVG for pages and paper, and BPMN 2.0 for other people's tools."""
