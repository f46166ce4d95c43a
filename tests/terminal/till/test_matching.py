"""Requests that name an enrolled finger: what is accepted, and what is refused at once."""

import json
from typing import Any

import httpx
import pytest

from terminal.clock import Clock
from terminal.model.status import Health
from terminal.till.problems import Problem
from terminal.till.reading import read_document
from tests.terminal.till.conftest import SALE, Ask, Shop

MATCH = {"form": "match", "template": 7}


def knows(shop: Shop, *templates: int, health: Health = Health.OK) -> None:
    shop.store.devices.note("sensor", health, "R503", Clock().now(), templates)


def test_a_finger_that_is_enrolled_may_be_named(ask: Ask, shop: Shop) -> None:
    knows(shop, 3, 7)
    answer = ask(fingerprint=MATCH)
    assert answer.status_code == 201
    assert shop.store.requests.get(answer.json()["id"]).request.template == 7


def test_without_a_match_no_template_is_wanted(ask: Ask, shop: Shop) -> None:
    answer = ask(fingerprint={"form": "impression"})
    assert shop.store.requests.get(answer.json()["id"]).request.template is None


def test_a_finger_that_is_not_enrolled_is_refused_in_words(ask: Ask, shop: Shop) -> None:
    knows(shop, 3)
    answer = ask(fingerprint=MATCH, methods=["touch", "fingerprint"])
    assert (answer.status_code, answer.json()["code"]) == (422, "finger_not_enrolled")
    assert "place 7" in answer.json()["detail"]
    assert not list(shop.store.requests.search())


def test_a_sensor_that_cannot_say_whom_it_knows_is_given_the_chance(ask: Ask, shop: Shop) -> None:
    shop.note("sensor", Health.OK)
    assert ask(fingerprint=MATCH).is_success


@pytest.mark.parametrize("health", [Health.PROBLEM, Health.ABSENT, Health.UNKNOWN])
def test_without_a_sensor_a_match_is_refused_though_touch_is_allowed(
    ask: Ask, shop: Shop, health: Health
) -> None:
    knows(shop, 7, health=health)
    answer = ask(fingerprint=MATCH, methods=["touch", "fingerprint"])
    assert (answer.status_code, answer.json()["code"]) == (422, "method_unavailable")


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"fingerprint": {"form": "match"}}, "fingerprint"),
        ({"fingerprint": {"template": 7}}, "fingerprint"),
        ({"fingerprint": {"form": "match", "template": -1}}, "fingerprint.template"),
        ({"fingerprint": {"form": "match", "template": "7"}}, "fingerprint.template"),
        ({"fingerprint": {"form": "match", "template": 65_535}}, "fingerprint.template"),
        ({"fingerprint": {"form": "copy"}}, "fingerprint.form"),
        ({"fingerprint": MATCH, "methods": ["touch"]}, ""),
    ],
)
def test_a_match_that_makes_no_sense_is_named(different: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as caught:
        read_document(json.dumps(SALE | different).encode())
    assert caught.value.code == "invalid"
    assert caught.value.more["errors"][0]["field"] == field


def test_the_capabilities_tell_the_forms_and_whom_the_sensor_knows(till: httpx.Client, shop: Shop) -> None:
    said = till.get("/v1/capabilities").json()
    assert said["fingerprint_forms"] == ["impression", "match"]
    assert said["fingerprint_templates"] is None
    knows(shop, 3, 7)
    assert till.get("/v1/capabilities").json()["fingerprint_templates"] == [3, 7]
