"""Tokens: each opens what it was entered for, exactly as it was given, and is nowhere to be read."""

from secrets import token_bytes

import pytest

from custom_components.dropcam_privacy.policy.tokens import TOKEN_BYTES, TokenBook


@pytest.fixture
def book() -> TokenBook[str]:
    """Make a book with some tokens."""
    book = TokenBook[str]()
    for number in range(3):
        book.enter(token_bytes(TOKEN_BYTES), f"door {number}")
    return book


def test_opens_until_it_is_forgotten(book: TokenBook[str]) -> None:
    """And then never again; forgetting twice, or what was never entered, is nothing."""
    token = token_bytes(TOKEN_BYTES)
    digest = book.enter(token, "mine")
    assert book.find(token.hex()) == "mine"
    assert sorted(book) == ["door 0", "door 1", "door 2", "mine"]
    for known in (digest, digest, None):
        book.forget(known)
    assert book.find(token.hex()) is None
    assert len(book) == 3


@pytest.mark.parametrize("size", [0, 1, 16, 31])
def test_what_could_be_guessed_is_refused(book: TokenBook[str], size: int) -> None:
    """A token has all of its bits."""
    with pytest.raises(ValueError, match="random"):
        book.enter(bytes(size), "mine")
    assert len(book) == 3


def test_no_token_lives_twice(book: TokenBook[str]) -> None:
    """What one opens cannot be put in another's place."""
    token = token_bytes(TOKEN_BYTES)
    book.enter(token, "mine")
    with pytest.raises(ValueError, match="fresh"):
        book.enter(token, "theirs")
    assert book.find(token.hex()) == "mine"


def test_a_token_is_found_as_it_was_given_only(book: TokenBook[str]) -> None:
    """Not in capitals, with blanks, as bytes, by its hash or as a list of one."""
    token = bytes(range(200, 232))
    digest = book.enter(token, "mine")
    text = token.hex()
    assert book.find(text) == "mine"
    for other in (text.upper(), f" {text}", f"{text}\n", text.encode(), [text], token, text[:-1], text + "0"):
        assert book.find(other) is None
    assert book.find(digest) is None
    assert book.find(digest.hex()) is None


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        b"",
        0,
        True,
        [],
        ("",),
        object(),
        "0" * 64,
        "g" * 64,
        "ß" * 64,
        "\ud800" * 64,
        "é" * 32,
        " " * 64,
    ],
)
def test_what_is_no_token_finds_nothing(book: TokenBook[str], token: object) -> None:
    """Whatever is given in a token's place."""
    assert book.find(token) is None


def test_tokens_are_kept_hashed(book: TokenBook[str]) -> None:
    """The book holds a token in no form that opens it."""
    token = token_bytes(TOKEN_BYTES)
    digest = book.enter(token, "mine")
    held = f"{book!r}{vars(book)!r}"
    assert digest != token
    assert repr(digest) in held
    assert token.hex() not in held
    assert repr(token) not in held
