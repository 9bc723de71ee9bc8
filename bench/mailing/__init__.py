"""What the bench of mail is made of; its parts serve the tests too."""
