"""Who asks: a person, an automation, an assistant, or which kind of program, and in whose name."""
