"""The judge of signed files: our own verdict over several checks, asked inside a closed child for foreign files."""
