"""Where bytes lie: a folder of this machine or an S3-compatible service, chosen by ``settings.FILE_STORE``.

Both keep bytes under ``<organisation>/<sha256>``; one office's files are never found under another's key,
even when they are equal (design D12).
"""
