import '../style/tokens.css';
import '../style/components.css';
