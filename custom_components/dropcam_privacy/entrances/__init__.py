"""By which of Home Assistant's own entrances a question comes in, and with whose login."""
