import time
from uuid import RFC_4122, UUID

from terminal.ids import new_id


def test_ids_are_uuid7_and_sort_by_time() -> None:
    before = time.time_ns() // 1_000_000
    made = [UUID(new_id()) for _ in range(100)]
    after = time.time_ns() // 1_000_000
    assert len(set(made)) == 100
    for each in made:
        assert (each.version, each.variant) == (7, RFC_4122)
        assert before <= each.int >> 80 <= after
