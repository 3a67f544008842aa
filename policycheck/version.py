"""The version of this package. Its metadata has it from here: to ask them for it imports a reader of mail."""

VERSION = "0.1.0"
