"""Pages of documents that somebody else made: checked and drawn by a process that can do nothing but that.

A PDF is a program for a large machine, and a till's need not be well meant. So it is read in a child process:
``child`` starts one and speaks with it (``wire``), the child locks itself in (``jail``) and only then looks at the
document (``reader``). Whatever it does, it ends within seconds, and its owner goes on with a sentence about it.
"""
