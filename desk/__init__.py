"""The whole terminal on a desk: emulated devices, a till and an archive, for any computer.

``signpost-desk`` shows it as a web page. A program has it without one::

    with Desk(Path("build/run")) as desk:
        request = desk.till.post({"reference": "INV-1", "kind": "sale", "amount": "12.00", "currency": "CNY"})
        desk.sensor.press(FINGERS[0])
        desk.power.pull()
        desk.power.plug()

Nothing imports this package: it puts the others together.
"""
