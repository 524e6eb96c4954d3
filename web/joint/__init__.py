"""What other organisations ask this one to sign and seal with them: the partner's pages of joint letters."""
