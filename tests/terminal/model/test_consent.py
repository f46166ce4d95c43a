from datetime import date

import pytest

from terminal.model.consent import image_consent, match_consent, promised


def test_the_day_that_is_promised_is_read_again() -> None:
    assert promised(("terms", image_consent(date(2027, 11, 23)))) == date(2027, 11, 23)


@pytest.mark.parametrize(
    "consents", [(), ("terms",), ("signpost.fingerprint/1; destroyed before 20-1-1",), (match_consent(),)]
)
def test_no_day_is_promised_that_was_not(consents: tuple[str, ...]) -> None:
    assert promised(consents) is None
