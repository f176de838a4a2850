"""The decisions: pure and total, so that every case can be put in a table.

A rule can only forbid; what no rule lets through is denied.
"""

from collections.abc import Collection

from .model import Allowance, CameraPolicy, Channel, Control, Decision, Held, Kind, Principal, Reason, Role

_PEOPLES_CHANNELS = frozenset({Channel.SNAPSHOT, Channel.LIVE})
# Channels by which a picture leaves the owning account even when an owner asks.
_OWNERS_EXPORTS = frozenset({Channel.FILE, Channel.CAST})
_ALLOWANCES: dict[tuple[Kind, Channel], Allowance] = {
    (Kind.AUTOMATION, Channel.FILE): Allowance.AUTOMATIONS,
    (Kind.AUTOMATION, Channel.CAST): Allowance.AUTOMATIONS,
    (Kind.ASSISTANT, Channel.ASSISTANT): Allowance.ASSISTANTS,
    (Kind.INTEGRATION, Channel.INTEGRATION): Allowance.INTEGRATIONS,
    (Kind.INTEGRATION, Channel.AI): Allowance.AI,
}
# What takes away; any other control gives. Privacy is no control: whoever Home Assistant lets use the switch raises it.
TAKING = frozenset({Control.TURN_OFF})
# What an automation may switch where one of these words allows it; what gives, only if owners chose it.
_AUTOMATIONS_CONTROLS = {
    Control.TURN_OFF: frozenset({Allowance.AUTOMATIONS, Allowance.AUTOMATIONS_LOWER}),
    Control.TURN_ON: frozenset({Allowance.AUTOMATIONS_LOWER}),
    Control.LOWER_PRIVACY: frozenset({Allowance.AUTOMATIONS_LOWER}),
}
_ROLES = {
    Kind.AUTOMATION: Role.AUTOMATION,
    Kind.ASSISTANT: Role.ASSISTANT,
    Kind.INTEGRATION: Role.INTEGRATION,
}


def role_of(principal: Principal, policy: CameraPolicy) -> Role:
    """Return what `principal` is to the camera of `policy`."""
    if principal.kind is Kind.PERSON:
        if principal.user is None or principal.login is None:
            return Role.STRANGER
        if principal.user in policy.owners:
            return Role.OWNER
        if principal.user in policy.viewers and policy.owners:
            return Role.VIEWER
        return Role.STRANGER
    return _ROLES.get(principal.kind, Role.STRANGER)


def owns(principal: Principal, channel: Channel, policy: CameraPolicy | None) -> bool:
    """Return whether an owner looks themselves: what leaves the account, by their hand too, is not theirs alone."""
    return policy is not None and role_of(principal, policy) is Role.OWNER and channel in _PEOPLES_CHANNELS


def begins_anew(before: CameraPolicy, now: CameraPolicy) -> frozenset[bool]:
    """Return for whom the past ends with another policy: owners (True), and others than owners (False)."""
    if before.owners != now.owners or before.on != now.on:
        return frozenset({True, False})
    more = now.viewers - before.viewers or now.allow - before.allow
    anew = before.private != now.private or now.times != before.times or more
    return frozenset({False} if anew else ())


def decide(
    principal: Principal,
    channel: Channel,
    policy: CameraPolicy | None,
    *,
    logged: bool = True,
    now: Collection[float] = (),
    held: Held = Held.NOBODY,
) -> Decision:
    """Decide whether a picture may leave to `principal` over `channel`; `logged` says that this will be written down.

    Without a policy, or without owners, nobody gets anything. `now` is what the time may be: a viewer's times have to
    hold at all of it. `held` says from whom the picture is held.
    """
    if policy is None or not policy.owners:
        return Decision(False, Reason.REFUSED)
    role = role_of(principal, policy)
    reason = _forbidden(role, principal, channel, policy, now)
    if reason is None and not logged and not owns(principal, channel, policy):
        reason = Reason.NOT_LOGGED  # no audit, no sharing
    if reason is None and held is not Held.NOBODY and not (held is Held.OTHERS and owns(principal, channel, policy)):
        reason = Reason.HELD
    return Decision(reason is None, reason or Reason.GRANTED, role)


def _forbidden(
    role: Role, principal: Principal, channel: Channel, policy: CameraPolicy, now: Collection[float]
) -> Reason | None:
    if role is Role.STRANGER:
        return Reason.REFUSED
    if role is Role.OWNER:
        if channel not in _PEOPLES_CHANNELS and channel not in _OWNERS_EXPORTS:
            return Reason.NOT_ALLOWED
    elif role is Role.VIEWER:
        if channel not in _PEOPLES_CHANNELS:
            return Reason.OWNERS_ONLY
        if principal.user is None or not policy.looks(principal.user, now):
            return Reason.NOT_NOW
    else:
        # A person's name on an assistant's request only narrows what the assistant is allowed.
        user = principal.user
        if user is not None and user not in policy.owners and not policy.looks(user, now):
            return Reason.REFUSED
        if _ALLOWANCES.get((principal.kind, channel)) not in policy.allow:
            return Reason.NOT_ALLOWED
    if policy.private and not (role is Role.OWNER and channel in _PEOPLES_CHANNELS):
        return Reason.PRIVACY_ON
    return None if policy.on else Reason.CAMERA_OFF


def decide_control(principal: Principal, control: Control, policy: CameraPolicy | None) -> Decision:
    """Decide whether `principal` may switch what `control` names."""
    if policy is None or not policy.owners:
        return Decision(False, Reason.REFUSED)
    role = role_of(principal, policy)
    if role is Role.OWNER:
        return Decision(True, Reason.GRANTED, role)
    if role is Role.AUTOMATION:
        allowed = _AUTOMATIONS_CONTROLS.get(control, frozenset()) & policy.allow
        chosen = control in TAKING or principal.automation in policy.lowerers
        if allowed and chosen and principal.people <= policy.owners:
            return Decision(True, Reason.GRANTED, role)
        return Decision(False, Reason.NOT_ALLOWED, role)
    return Decision(False, Reason.OWNERS_ONLY if role is Role.VIEWER else Reason.REFUSED, role)
