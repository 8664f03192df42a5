from civcas.cli import main

raise SystemExit(main())
