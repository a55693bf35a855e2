"""The full-screen face, with Textual. It draws views and holds no rule."""
