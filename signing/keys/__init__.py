"""Where a signature value comes from: a demonstration key in a file, or a token behind PKCS#11."""
