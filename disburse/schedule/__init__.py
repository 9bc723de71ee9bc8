"""What runs when: periods, the runs made of them, and what each run does."""
