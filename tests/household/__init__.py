"""People, accounts and cameras for the tests under the plugin."""
