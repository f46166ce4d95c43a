"""Staff at the terminal, behind a PIN: a sale is keyed in, records are looked up, devices tested, tills let in.

Pure, as all of the session. ``states`` says where staff can be, ``events`` what they and the workers say,
``effects`` what they want done, and ``machine.advance`` decides.
"""
