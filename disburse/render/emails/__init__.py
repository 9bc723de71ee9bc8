"""Mails: subject, text and HTML of each from one context, for one reader's eyes."""
