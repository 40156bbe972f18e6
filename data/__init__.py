"""The bundled knowledge; README.md beside this file says where each part is from."""
