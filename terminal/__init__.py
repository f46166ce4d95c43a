"""What a signing terminal does: decides, shows, keeps, forwards.

A till posts a signing request (``till``). The session takes it up (``session``) and shows it on the screen
(``ui``). The customer reads it, picks a method, and draws ink or presses a finger (``model``). They check it,
clear it and sign again, or confirm. From this comes one signature record, sealed (``evidence``) and in the
store (``store``) before the screen says thank you. From the store it is printed (``printing``), uploaded
(``upload``) and exported (``export``); in the archive it is looked up again.
"""
