NAME = "my engine"
