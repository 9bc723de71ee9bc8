"""The people who use the web page: who they are, how they prove it, what they may do.

Every function is given the connection and the moment. What changes something takes the `Actor`
that does it and writes the audit log in the same transaction.
"""
