"""Routes the office draws: drawn, looked ahead on, published, compared, taken to other tools and back."""
