"""Reading old catalogues: what a file says, as things found in it. Nothing here writes, asks a network or trusts."""
