"""The office's web page: staff upload and decide, leaders look, owners see their own projects."""
