from terminal.model.record import match_code


def test_the_acquirers_match_code() -> None:
    """The worked example of 特征码: settlement date 0302, reference number 123456789012."""
    assert match_code("any", "any", "0302", "123456789012") == "557A8226"


def test_without_the_acquirers_numbers_it_follows_record_and_words() -> None:
    code = match_code("id", "digest")
    assert len(code) == 8
    assert code != match_code("id2", "digest")
    assert code != match_code("id", "digest2")
    assert code == match_code("id", "digest", "0302", "too short")
