"""Every case of the tables, and properties that hold whatever is asked."""

from dataclasses import replace
from itertools import chain, combinations, product
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.policy.decide import begins_anew, decide, decide_control, owns, role_of
from custom_components.dropcam_privacy.policy.model import (
    AccountId,
    Allowance,
    CameraId,
    CameraPolicy,
    Channel,
    Control,
    Decision,
    Held,
    Kind,
    Lowerer,
    Principal,
    Reason,
    RefreshTokenId,
    Role,
    UserId,
)
from custom_components.dropcam_privacy.policy.times import Times
from tests.policy.tables import CONTROLS, HELD, PICTURES, granted

OWNER, VIEWER, OTHER = UserId("owner"), UserId("viewer"), UserId("other")
LOGIN = RefreshTokenId("login")
CHOSEN = Lowerer("chosen")
WORDS = ("automations", "automations_lower", "assistants", "integrations", "ai")
ALLOWANCES = [
    frozenset(words) for words in chain.from_iterable(combinations(WORDS, size) for size in range(len(WORDS) + 1))
]
# What an automation may where owners allowed it; the rest is for owners themselves.
AUTOMATIONS = {Control.LOWER_PRIVACY, Control.TURN_OFF, Control.TURN_ON}
ASKS = {
    "owner": Principal(kind=Kind.PERSON, user=OWNER, login=LOGIN),
    "viewer": Principal(kind=Kind.PERSON, user=VIEWER, login=LOGIN),
    "automation": Principal(kind=Kind.AUTOMATION, automation=Lowerer("other")),
    "chosen": Principal(kind=Kind.AUTOMATION, automation=CHOSEN),
    "assistant": Principal(kind=Kind.ASSISTANT),
    "integration": Principal(kind=Kind.INTEGRATION),
    "stranger": Principal(kind=Kind.PERSON, user=OTHER, login=LOGIN),
}


def policy(*, private: bool = False, on: bool = True, allow: frozenset[str] = frozenset()) -> CameraPolicy:
    """Make the policy of a camera with one owner and one viewer."""
    return CameraPolicy(
        account=AccountId("account"),
        camera=CameraId("camera"),
        owners=frozenset({OWNER}),
        viewers=frozenset({VIEWER}),
        allow=frozenset(map(Allowance, allow)),
        lowerers=frozenset({CHOSEN}),
        private=private,
        on=on,
    )


def test_the_tables_are_whole() -> None:
    """No role, channel or control is missing, so that a new one cannot be forgotten here."""
    assert set(PICTURES) == {(role.value, channel.value) for role, channel in product(Role, Channel)}
    assert set(CONTROLS) == set(product(ASKS, (control.value for control in Control)))
    assert set(HELD) == {held.value for held in Held}
    assert set(WORDS) == {word.value for word in Allowance}
    assert set(ASKS) == {role.value for role in Role} | {"chosen"}


@pytest.mark.parametrize(("role", "channel"), PICTURES)
def test_pictures(role: str, channel: str) -> None:
    """One role and channel, in every state of the camera and with every set of allowances."""
    cell = PICTURES[role, channel]
    for allow, private, on in product(ALLOWANCES, (False, True), (False, True)):
        expected = on and granted(cell.private if private else cell.open, allow)
        decision = decide(ASKS[role], Channel(channel), policy(private=private, on=on, allow=allow))
        assert (decision.allowed, decision.role) == (expected, Role(role)), (allow, private, on)
        assert (decision.reason is Reason.GRANTED) is expected


@pytest.mark.parametrize(("role", "control"), CONTROLS)
def test_controls(role: str, control: str) -> None:
    """One role and control: what state the camera is in makes no difference."""
    for allow, private, on in product(ALLOWANCES, (False, True), (False, True)):
        decision = decide_control(ASKS[role], Control(control), policy(private=private, on=on, allow=allow))
        assert decision.allowed is granted(CONTROLS[role, control], allow), (allow, private, on)


@pytest.mark.parametrize(
    ("role", "channel", "state", "reason"),
    [
        ("owner", Channel.FILE, {"private": True}, Reason.PRIVACY_ON),
        ("owner", Channel.SNAPSHOT, {"on": False}, Reason.CAMERA_OFF),
        ("owner", Channel.FILE, {"private": True, "on": False}, Reason.PRIVACY_ON),
        ("owner", Channel.AI, {}, Reason.NOT_ALLOWED),
        ("viewer", Channel.LIVE, {"private": True}, Reason.PRIVACY_ON),
        ("viewer", Channel.LIVE, {"on": False}, Reason.CAMERA_OFF),
        ("viewer", Channel.FILE, {}, Reason.OWNERS_ONLY),
        ("automation", Channel.FILE, {}, Reason.NOT_ALLOWED),
        ("automation", Channel.FILE, {"allow": frozenset({"automations"}), "private": True}, Reason.PRIVACY_ON),
        ("stranger", Channel.LIVE, {"private": True}, Reason.REFUSED),
    ],
)
def test_reasons(role: str, channel: Channel, state: dict[str, Any], reason: Reason) -> None:
    """The reason of a refusal, for the audit."""
    assert decide(ASKS[role], channel, policy(**state)).reason is reason


@pytest.mark.parametrize(("held", "role", "channel"), product(HELD, ASKS, (channel.value for channel in Channel)))
def test_held(held: str, role: str, channel: str) -> None:
    """Holding only takes away, and says so where nothing else forbids the picture already."""
    for allow, private, on in product(ALLOWANCES, (False, True), (False, True)):
        camera = policy(private=private, on=on, allow=allow)
        before = decide(ASKS[role], Channel(channel), camera)
        now = decide(ASKS[role], Channel(channel), camera, held=Held(held))
        assert now.allowed is (before.allowed and (role.replace("chosen", "automation"), channel) in HELD[held])
        assert now.reason is (Reason.HELD if before.allowed and not now.allowed else before.reason)


FRIDAYS = Times.read("4 18:00-24:00 - UTC")
FRIDAY, SATURDAY = 1_795_802_400.0, 1_795_888_800.0  # 18 o'clock


@pytest.mark.parametrize("now", [(), (SATURDAY,), (FRIDAY, SATURDAY), (SATURDAY, FRIDAY)])
def test_outside_of_times(now: tuple[float, ...]) -> None:
    """A viewer is told that it is not the time, before anything else of the camera; a program in their name nothing."""
    camera = replace(policy(allow=frozenset(WORDS)), times={VIEWER: FRIDAYS})
    for state in (camera, replace(camera, private=True), replace(camera, on=False)):
        answer = decide(ASKS["viewer"], Channel.LIVE, state, now=now)
        assert answer == Decision(False, Reason.NOT_NOW, Role.VIEWER)
        assert answer.told is Reason.NOT_NOW
    assert decide(ASKS["viewer"], Channel.FILE, camera, now=now).reason is Reason.OWNERS_ONLY
    program = Principal(kind=Kind.ASSISTANT, user=VIEWER, login=LOGIN)
    assert decide(program, Channel.ASSISTANT, camera, now=now).reason is Reason.REFUSED
    assert decide(ASKS["owner"], Channel.LIVE, camera, now=now).allowed
    assert decide(ASKS["stranger"], Channel.LIVE, camera, now=now).reason is Reason.REFUSED


def test_within_times() -> None:
    """They give nothing that a viewer does not get always; and times of somebody who is no viewer give nothing."""
    camera = replace(policy(allow=frozenset(WORDS)), times={VIEWER: FRIDAYS, OTHER: FRIDAYS})
    for role, channel in product(ASKS, Channel):
        without = decide(ASKS[role], channel, replace(camera, times={}))
        assert decide(ASKS[role], channel, camera, now=(FRIDAY, FRIDAY)) == without


@pytest.mark.parametrize("control", Control)
@pytest.mark.parametrize(
    ("people", "may"),
    [
        (frozenset(), True),
        (frozenset({OWNER}), True),
        (frozenset({VIEWER}), False),
        (frozenset({OWNER, OTHER}), False),
    ],
)
def test_people_behind_an_automation(control: Control, people: frozenset[UserId], may: bool) -> None:
    """An automation that somebody else than an owner had a hand in switches nothing back."""
    asks = ASKS["chosen"]._replace(people=people)
    expected = may and control in AUTOMATIONS
    assert decide_control(asks, control, policy(allow=frozenset(WORDS))).allowed is expected


@pytest.mark.parametrize("automation", [None, *map(Lowerer, ("", "chosen2", "Chosen", "0:chosen"))])
@pytest.mark.parametrize("control", [Control.LOWER_PRIVACY, Control.TURN_ON])
def test_no_other_automation_lowers(automation: Lowerer | None, control: Control) -> None:
    """Whatever is allowed, and whoever is behind it: only the very one that was chosen, and as it was."""
    for people in (frozenset[UserId](), frozenset({OWNER})):
        asks = Principal(kind=Kind.AUTOMATION, people=people, automation=automation)
        assert not decide_control(asks, control, policy(allow=frozenset(WORDS))).allowed


@pytest.mark.parametrize(("user", "gets"), [(None, True), (OWNER, True), (VIEWER, True), (OTHER, False)])
@pytest.mark.parametrize(
    ("kind", "channel"),
    [(Kind.ASSISTANT, Channel.ASSISTANT), (Kind.AUTOMATION, Channel.FILE), (Kind.INTEGRATION, Channel.INTEGRATION)],
)
def test_a_name_only_narrows(user: UserId | None, gets: bool, kind: Kind, channel: Channel) -> None:
    """The person in whose name a program asks must be let in as well; it gives the program nothing."""
    asks = Principal(kind=kind, user=user, login=LOGIN if user else None)
    assert decide(asks, channel, policy(allow=frozenset(WORDS))).allowed is gets
    assert not decide(asks, channel, policy()).allowed


# Properties. A few names, so that they meet.
users = st.sampled_from([UserId(name) for name in ("anna", "ben", "carl", "")])
some_users = st.frozensets(users, max_size=3)
lowerers = st.sampled_from([Lowerer(name) for name in ("leaving", "bedtime", "")])
some_lowerers = st.frozensets(lowerers, max_size=2)
principals = st.builds(
    Principal,
    kind=st.sampled_from(Kind),
    user=st.none() | users,
    login=st.none() | st.just(LOGIN),
    people=some_users,
    automation=st.none() | lowerers,
)
policies = st.builds(
    CameraPolicy,
    account=st.just(AccountId("account")),
    camera=st.just(CameraId("camera")),
    owners=some_users,
    viewers=some_users,
    allow=st.frozensets(st.sampled_from(Allowance)),
    lowerers=some_lowerers,
    private=st.booleans(),
    on=st.booleans(),
)
channels = st.sampled_from(Channel)
controls = st.sampled_from(Control)


def _slow_role(who: Principal, camera: CameraPolicy) -> str:
    role = "stranger"
    if who.kind is Kind.PERSON:
        if who.user is not None and who.login is not None:
            for viewer in camera.viewers:
                role = "viewer" if viewer == who.user and len(camera.owners) > 0 else role
            for owner in camera.owners:
                role = "owner" if owner == who.user else role
    elif who.kind is not Kind.UNKNOWN:
        role = who.kind.value
        for chosen in camera.lowerers:
            role = "chosen" if role == "automation" and chosen == who.automation else role
    return role


def slowly(who: Principal, channel: Channel, camera: CameraPolicy) -> bool:
    """Decide from the table alone, with the role told in the plainest way."""
    role = _slow_role(who, camera).replace("chosen", "automation")
    program = who.kind not in (Kind.PERSON, Kind.UNKNOWN)
    if program and who.user is not None and who.user not in [*camera.owners, *camera.viewers]:
        return False
    if not camera.on or len(camera.owners) == 0:
        return False
    cell = PICTURES[role, channel.value]
    return granted(cell.private if camera.private else cell.open, frozenset(word.value for word in camera.allow))


@given(principals, channels, policies, st.sampled_from(Held))
def test_agrees_with_a_slow_one(who: Principal, channel: Channel, camera: CameraPolicy, held: Held) -> None:
    """Whatever is asked, the answer is the tables'."""
    left = (_slow_role(who, camera).replace("chosen", "automation"), channel.value) in HELD[held.value]
    assert decide(who, channel, camera, held=held).allowed is (slowly(who, channel, camera) and left)


def slowly_controls(who: Principal, control: Control, camera: CameraPolicy) -> bool:
    """Decide from the table alone, with the role told in the plainest way."""
    role = _slow_role(who, camera)
    cell = CONTROLS[role, control.value]
    if len(camera.owners) == 0:
        return False
    if who.kind is Kind.AUTOMATION and any(one not in camera.owners for one in who.people):
        return False
    return granted(cell, frozenset(word.value for word in camera.allow))


@given(principals, controls, policies)
def test_controls_agree_with_a_slow_one(who: Principal, control: Control, camera: CameraPolicy) -> None:
    """Whatever is to be switched, the answer is the table's."""
    assert decide_control(who, control, camera).allowed is slowly_controls(who, control, camera)


@given(principals, channels, controls)
def test_denied_by_default(who: Principal, channel: Channel, control: Control) -> None:
    """Without a policy, or with one that nobody has granted anything in."""
    blank = CameraPolicy(account=AccountId("account"), camera=CameraId("camera"))
    for camera in (None, blank):
        assert not decide(who, channel, camera).allowed
        assert not decide_control(who, control, camera).allowed


@given(principals, channels, policies)
def test_private_means_owners_watching(who: Principal, channel: Channel, camera: CameraPolicy) -> None:
    """Privacy on: an owner in their own session, by snapshot or live, or nobody. Off: nobody at all."""
    if not decide(who, channel, camera).allowed:
        return
    assert camera.on
    if camera.private:
        assert channel in (Channel.SNAPSHOT, Channel.LIVE)
        assert who.kind is Kind.PERSON
        assert who.login is not None
        assert who.user in camera.owners


@given(principals, channels, controls, policies, st.data())
def test_taking_away_never_gives(
    who: Principal, channel: Channel, control: Control, camera: CameraPolicy, data: st.DataObject
) -> None:
    """Fewer owners, viewers, allowances or lowerers, more privacy, or off: nobody gets more by it."""
    less = CameraPolicy(
        account=camera.account,
        camera=camera.camera,
        owners=camera.owners & data.draw(some_users),
        viewers=camera.viewers & data.draw(some_users),
        allow=camera.allow & data.draw(st.frozensets(st.sampled_from(Allowance))),
        lowerers=camera.lowerers & data.draw(some_lowerers),
        private=camera.private or data.draw(st.booleans()),
        on=camera.on and data.draw(st.booleans()),
    )
    if decide(who, channel, less).allowed:
        assert decide(who, channel, camera).allowed
    if decide_control(who, control, less).allowed:
        assert decide_control(who, control, camera).allowed


@given(principals, channels, policies, st.frozensets(st.sampled_from(Allowance)))
def test_allowances_are_for_programs(
    who: Principal, channel: Channel, camera: CameraPolicy, more: frozenset[Allowance]
) -> None:
    """No allowance changes anything for a person, or for somebody unknown."""
    wider = CameraPolicy(
        account=camera.account,
        camera=camera.camera,
        owners=camera.owners,
        viewers=camera.viewers,
        allow=camera.allow | more,
        lowerers=camera.lowerers,
        private=camera.private,
        on=camera.on,
    )
    if who.kind in (Kind.PERSON, Kind.UNKNOWN):
        assert decide(who, channel, camera) == decide(who, channel, wider)


@given(principals, channels, controls, policies)
def test_strangers_learn_nothing(who: Principal, channel: Channel, control: Control, camera: CameraPolicy) -> None:
    """Who is neither owner nor viewer reads one word, in whatever state the camera is."""
    trusted = who.kind is Kind.PERSON and who.login is not None and who.user in camera.owners | camera.viewers
    for decision in (decide(who, channel, camera), decide_control(who, control, camera)):
        if not decision.allowed and not (trusted and camera.owners):
            assert decision.told is Reason.REFUSED


@given(principals, controls, policies)
def test_nobody_controls_without_owners(who: Principal, control: Control, camera: CameraPolicy) -> None:
    """Nothing is switched in an account without owners, nor by a viewer or a stranger."""
    decision = decide_control(who, control, camera)
    if not decision.allowed:
        return
    assert camera.owners
    assert role_of(who, camera) in (Role.OWNER, Role.AUTOMATION)
    if role_of(who, camera) is Role.AUTOMATION:
        assert control in AUTOMATIONS
        assert who.people <= camera.owners
        assert camera.allow & {Allowance.AUTOMATIONS, Allowance.AUTOMATIONS_LOWER}
        assert control is Control.TURN_OFF or who.automation in camera.lowerers


def test_told_needs_a_role() -> None:
    """A decision that says nothing of a role tells nothing."""
    assert Decision(False, Reason.PRIVACY_ON).told is Reason.REFUSED
    assert Decision(False, Reason.PRIVACY_ON, Role.AUTOMATION).told is Reason.REFUSED
    assert Decision(False, Reason.PRIVACY_ON, Role.VIEWER).told is Reason.PRIVACY_ON


BEFORE = policy(allow=frozenset({"ai"}))
ALL, OTHERS, NOBODY = frozenset({True, False}), frozenset({False}), frozenset[bool]()


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ({}, NOBODY),
        ({"owners": frozenset({OWNER, OTHER})}, ALL),
        ({"owners": frozenset[UserId]()}, ALL),
        ({"on": False}, ALL),
        ({"private": True}, OTHERS),
        ({"viewers": frozenset({VIEWER, OTHER})}, OTHERS),
        ({"viewers": frozenset({OTHER})}, OTHERS),
        ({"viewers": frozenset[UserId]()}, NOBODY),
        ({"times": {VIEWER: Times("UTC")}}, OTHERS),
        ({"allow": frozenset({Allowance.AI, Allowance.INTEGRATIONS})}, OTHERS),
        ({"allow": frozenset({Allowance.ASSISTANTS})}, OTHERS),
        ({"allow": frozenset[Allowance]()}, NOBODY),
    ],
)
def test_for_whom_the_past_ends(change: dict[str, Any], anew: frozenset[bool]) -> None:
    """For everybody who may see more than before, and for those who share a past with them."""
    assert begins_anew(BEFORE, replace(BEFORE, **change)) == anew
    if "private" in change or "on" in change:
        assert begins_anew(replace(BEFORE, **change), BEFORE) == anew


@pytest.mark.parametrize(("who", "channel"), list(product(ASKS, Channel)))
def test_who_looks_as_an_owner(who: str, channel: Channel) -> None:
    """An owner who looks, themselves; not what leaves by their hand, nor in their name, nor without a policy."""
    assert owns(ASKS[who], channel, BEFORE) is (who == "owner" and channel in (Channel.SNAPSHOT, Channel.LIVE))
    assert not owns(ASKS[who]._replace(kind=Kind.INTEGRATION), channel, BEFORE)
    assert not owns(ASKS[who], channel, None)


@pytest.mark.parametrize("role", [role for role in ASKS if role != "chosen"])
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("private", [False, True])
def test_no_audit_no_sharing(role: str, channel: Channel, private: bool) -> None:
    """While the log cannot be written, exactly what privacy lets through is let through."""
    shared = policy(private=private, allow=frozenset(WORDS))
    answer = decide(ASKS[role], channel, shared, logged=False)
    assert answer.allowed == decide(ASKS[role], channel, replace(shared, private=True)).allowed
    if decide(ASKS[role], channel, shared).allowed and not answer.allowed:
        assert answer.reason is Reason.NOT_LOGGED
