import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drivers.printer.parser import ROW, TEXT, UNKNOWN, Command, Parser


def commands(data: bytes) -> list[Command]:
    return list(Parser().feed(data))


# One of each length in the manuals; each is followed by a letter, which shows where it was thought to end.
WHOLE = [
    *(b"\n", b"\r", b"\f", b"\t", b"\0", b"\x1b@", b"\x1b2", b"\x1ba\x01", b"\x1bM\x01", b"\x1b!\x30"),
    *(b"\x1d!\x11", b"\x1b-\x01", b"\x1dB\x01", b"\x1db\x01", b"\x1b{\x01", b"\x1d|\x04", b"\x1bt\x13"),
    *(b"\x1b3\x10", b"\x1bJ\x18", b"\x1bd\x06", b"\x1bc5\x01", b"\x1b$\x10\x00", b"\x1b\\\xf0\xff"),
    *(b"\x1dL\x10\x00", b"\x1dW\x00\x02", b"\x1bp\x00\x32\x32", b"\x1bB\x02\x04", b"\x1bD\x08\x10\x00"),
    *(b"\x1dV\x00", b"\x1dV\x31", b"\x1dV\x42\x00", b"\x1dV\x41\x10", b"\x1dI\x01", b"\x1dr\x01"),
    *(b"\x10\x04\x01", b"\x10\x04\x08\x03", b"\x10\x05\x02", b"\x10\x14\x01\x00\x01"),
    *(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", b"\x1b*\x00\x02\x00ab", b"\x1b*\x21\x02\x00abcdef"),
    *(b"\x1d(k\x03\x001Q0", b"\x1d(L\x02\x0002", b"\x1dk\x04ABC\0", b"\x1dk\x00123\0", b"\x1dk\x49\x03{BA"),
    *(b"\x1c&", b"\x1c.", b"\x1c!\x0c", b"\x1cW\x01", b"\x1c-\x01", b"\x1cC\x01", b"\x1cS\x00\x00"),
    *(b"\x1c2\xfe\xa1" + bytes(72), b"\x1d*\x01\x02" + bytes(16), b"\x1b&\x03\x41\x42\x01abc\x02abcdef"),
]


@pytest.mark.parametrize("code", WHOLE, ids=lambda code: code[:6].hex(" "))
def test_a_command_ends_where_it_ends(code: bytes) -> None:
    first, second = commands(code + b"z")
    assert first.code + first.data == code
    assert first.code not in {TEXT, UNKNOWN}
    assert second == Command(TEXT, b"z")


def test_a_picture_comes_row_by_row_and_nothing_is_looked_for_inside() -> None:
    rows = [b"\x10\x04", b"\x1b@", b"\x1dV"]
    found = commands(b"\x1dv0\x00\x02\x00\x03\x00" + b"".join(rows) + b"\n")
    assert found == [*(Command(ROW, b"\0" + row) for row in rows), Command(b"\n")]


def test_a_picture_of_four_gigabytes_waits_for_one_row() -> None:
    parser = Parser()
    assert list(parser.feed(b"\x1dv0\x00\xff\xff\xff\xff" + bytes(65534))) == []
    assert len(list(parser.feed(b"\0"))) == 1


def test_a_question_in_real_time_is_known_as_one() -> None:
    assert [command.in_real_time for command in commands(b"\x10\x04\x01a\n\x10\x14\x01\x00\x01")] == [
        *(True, False, False, True),
    ]


def test_what_is_unknown_is_named_and_passed_over() -> None:
    assert commands(b"\x1b\x99\x01A") == [
        Command(UNKNOWN, b"\x1b\x99"),
        Command(UNKNOWN, b"\x01"),
        Command(TEXT, b"A"),
    ]


@given(st.binary(max_size=400), st.integers(1, 50))
@example(b"".join(WHOLE), 1)
@example(b"".join(WHOLE), 7)
def test_pieces_of_any_size_give_the_same_commands(data: bytes, piece: int) -> None:
    def joined(found: list[Command]) -> list[tuple[bytes, bytes]]:
        """Text may come in pieces; put them together."""
        out: list[tuple[bytes, bytes]] = []
        for command in found:
            if command.code == TEXT and out and out[-1][0] == TEXT:
                out[-1] = (TEXT, out[-1][1] + command.data)
            else:
                out.append((command.code, command.data))
        return out

    parser = Parser()
    in_pieces = [
        command for at in range(0, len(data), piece) for command in parser.feed(data[at : at + piece])
    ]
    assert joined(in_pieces) == joined(commands(data))
